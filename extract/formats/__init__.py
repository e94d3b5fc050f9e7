"""Files of other formats than plain text: each module turns the bytes of one format into the text a reader sees."""
