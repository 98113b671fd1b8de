from listing_rules.cli import main

main()
