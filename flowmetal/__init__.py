"""Flowmetal: a language whose programs are durable."""
