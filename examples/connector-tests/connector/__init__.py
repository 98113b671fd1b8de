"""A connector from Shopify to TikTok Shop."""
