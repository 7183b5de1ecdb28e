"""One whole year of one school over the simulator's HTTP, in simulated time."""
