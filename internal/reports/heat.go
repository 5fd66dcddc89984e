package reports

import (
	"context"
	"database/sql"
	"slices"

	"github.com/merzim/merzim/catalog"
	"github.com/merzim/merzim/internal/rollup"
)

// heatServices is how many services a heat map shows.
const heatServices = 15

// Heat is complaints by service and region.
type Heat struct {
	Services []string  // those with the most complaints
	Regions  []string  // as the catalogue orders them, "" for those not told last
	Cells    [][]int64 // a row a service
}

// heat reads the cells of the services with the most complaints.
func (s *Store) heat(ctx context.Context, c *catalog.Catalog, o *Overview) error {
	for _, r := range c.Regions {
		o.Heat.Regions = append(o.Heat.Regions, r.ID)
	}
	o.Heat.Regions = append(o.Heat.Regions, "")
	for _, g := range o.Services {
		if len(o.Heat.Services) < heatServices && g.Complaints.Now > 0 {
			o.Heat.Services = append(o.Heat.Services, g.ID)
			o.Heat.Cells = append(o.Heat.Cells, make([]int64, len(o.Heat.Regions)))
		}
	}
	if len(o.Heat.Services) == 0 {
		return nil
	}
	where, args := ` AND service IN (`+marks(len(o.Heat.Services))+`) AND region `, anys(o.Heat.Services)
	if o.Scope.Region != "" {
		where, args = where+`= ?`, append(args, regionStored(o.Scope.Region))
	} else {
		where, args = where+`<> ?`, append(args, rollup.All)
	}
	if o.Scope.Kind != "" {
		where, args = where+` AND kind = ?`, append(args, o.Scope.Kind)
	}
	query, args := blocks("complaint_counts", `service, region, `+sum("total"), "service, region", rollup.Cover(o.Period.From, o.Period.To), where, args)
	return s.each(ctx, "count complaints", query, args, func(rows *sql.Rows) error {
		var service, region string
		var n int64
		if err := rows.Scan(&service, &region, &n); err != nil {
			return err
		}
		if i, j := slices.Index(o.Heat.Services, service), slices.Index(o.Heat.Regions, region); i >= 0 && j >= 0 {
			o.Heat.Cells[i][j] = n
		}
		return nil
	})
}
