package bot

// What tests outside the package look at.
var (
	ParseUpdates = parseUpdates
	Cut          = cut
)
