"""What several steps share: networks to ask about, outputs and numerical gradients, formulas and wrong ways to try."""
