"""What the site needs besides its pages: colours as CSS, a content security policy, cards, and a check of its links."""
