"""The pages of imports: the steps before a load, and the load with what follows."""
