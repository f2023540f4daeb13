"""Mail: letters put into words, and handed to a server."""
