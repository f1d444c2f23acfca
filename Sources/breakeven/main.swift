print("breakeven")
