"""What LocalStack 4.14's free edition needs to run Waymark, above all without Docker."""
