"""What Flowmetal costs, beside what it could cost at least and what its peers cost: `make bench`. See README.md."""
