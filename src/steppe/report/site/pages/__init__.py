"""Makers of the pages of the site: a module registers its kinds of page, and stands beside their templates."""
