"""The knowledge base as tools for AI assistants, over the Model Context Protocol.

It needs the package mcp, which the extra ``mcp`` brings. What is asked is read, and what is
answered is shaped, by the same values as in the JSON API.
"""
