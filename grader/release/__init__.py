"""The student's copy of the kit: what goes into it, how it is written, and the proof that it gives nothing away."""
