"""Tables and queries; knows no HTTP."""
