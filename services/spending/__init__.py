"""What a customer's paid calls cost, and the budget that is asked before each."""
