"""What results say: headlines, and what a reader has to know before trusting them."""
