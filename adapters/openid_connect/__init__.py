"""People sign in at a provider that speaks OpenID Connect."""
