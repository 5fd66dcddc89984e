package bot

// What tests outside the package look at.
var (
	Form         = form
	ParseUpdates = parseUpdates
	Cut          = cut
)
