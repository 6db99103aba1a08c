#pragma once
// What the pages of residual values share.
#include <memory>
#include <string>
#include <vector>

#include "reports/residual_position.h"
#include "server/book.h"
#include "server/tables.h"

namespace leasebook::server {

struct Route;

// The book of residuals on the day that the request asks for ("as_of"), today when it names none.
struct AskedResiduals {
    std::shared_ptr<const BookPage> page;
    reports::ResidualBook book;
};
Result<AskedResiduals> asked_residuals(const Call& call);

// The choice of the day, and the downloads of that report.
void add_as_of(Data& page, const Call& call, Date as_of, const std::string& report);
void add_kpi(Data& page, const Call& call, const char* label, const std::string& value, const std::string& note,
             const std::string& colour = "");
Frame residual_frame(const Call& call, const std::string& title);

// What add_residual_routes is made of.
void add_lease_residual_page(std::vector<Route>& routes);
void add_asset_pages(std::vector<Route>& routes);
void add_asset_api(std::vector<Route>& routes);
void add_residual_curve_pages(std::vector<Route>& routes);
void add_residual_curve_api(std::vector<Route>& routes);
void add_impairment_pages(std::vector<Route>& routes);
void add_impairment_api(std::vector<Route>& routes);

}  // namespace leasebook::server
