"""What surrounds a page: the app's shell, the wizard's frame, sign-in's frame, the plain error page."""
