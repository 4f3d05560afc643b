"""Recognise, unpack and read what systems deliver."""
