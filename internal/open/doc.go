// Package open publishes what everybody may know: counts of complaints, and how
// many requests were answered in time, a quarter at a time. Nobody logs in.
//
// No figure speaks of fewer than five people, and none can be worked out:
//
//   - A quarter is published once, two weeks after its end, and never changes:
//     there are no two states of it to subtract.
//   - Quarters do not overlap, and no other period is published.
//   - Each table parts all records of the quarter into groups that do not overlap.
//     A group of fewer than five people goes into "others"; where "others" itself
//     has fewer, the smallest group that could be shown goes there too. So every
//     sum and difference of a table's figures is again a union of groups of five
//     or more people.
//   - No table crosses two properties (service and region, say), and there is no
//     table of agencies or sectors: those would be sums over services in another
//     grouping, and a difference could tell what "others" hides.
//   - Of requests both those answered in time and the late ones must be of five
//     people or more, since one is the total less the other.
//
// People are told apart by chat. Records of people who were forgotten have none
// and count as of one person.
package open
