#pragma once
// What stands between the thousands of the figures on pages. One setting of the whole process: figures are written in
// hundreds of places that know neither database nor request, and all people of a house read the same ones.
#include <string>

#include "domain/number_format.h"

namespace leasebook::server {

// From now on, in all threads.
void separate_thousands(ThousandsSeparator separator);

// A figure that is grouped by commas ("1,234.50"), as it is to be read here.
std::string figure_text(std::string grouped);

// What a person typed or copied with thin spaces between thousands, with commas there.
std::string with_commas(std::string typed);

}  // namespace leasebook::server
