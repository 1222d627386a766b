"""The learner on any table of leads with a label: columns of any kind in, calibrated probabilities out."""
