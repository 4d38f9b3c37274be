"""A Document gives its claims: sentence roles and claim scores."""
