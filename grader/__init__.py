"""The grader: asks, compares, explains, reports. Each package in it says at its door what it is for."""
