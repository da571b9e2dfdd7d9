"""What every trained model shares."""
