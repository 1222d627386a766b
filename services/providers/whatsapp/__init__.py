"""What all vendors of WhatsApp have in common, since Meta is behind each of them."""
