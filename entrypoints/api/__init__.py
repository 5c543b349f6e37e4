"""The HTTP interface: controllers, wire types, errors and the event stream."""
