"""What somebody who has entered sees of their own."""
