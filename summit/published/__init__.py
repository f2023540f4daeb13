"""What is shown: the current release of each summit, in memory."""
