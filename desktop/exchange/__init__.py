"""What leaves and enters this machine: containers, signatures, certificates. Knows no store."""
