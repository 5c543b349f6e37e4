"""The technologies behind the ports, each named technology + port."""
