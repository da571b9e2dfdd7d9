"""GANs with one generator and one discriminator, and their variants."""
