#include "domain/credit/watch_list.h"
#include "server/openapi_schemas.h"

namespace leasebook::server::schemas {

void add_watch_schemas(Json& schemas) {
    schemas["WatchEntry"] = record_schema<WatchEntry>();
    schemas["WatchEnd"] = record_schema<WatchEnd>();
    schemas["WatchStay"] = with(record_schema<WatchEntry>(), {{"put_by", text()},
                                                              {"until", text_or_null()},
                                                              {"end_reason", text_or_null()},
                                                              {"taken_off_by", text_or_null()}});
    schemas["Acknowledgement"] = record_schema<Acknowledgement>();
    schemas["AnchorEvent"] = record_schema<AnchorEvent>();
    schemas["EarlyWarningThresholds"] = record_schema<EarlyWarningThresholds>();
    schemas["EarlyWarning"] = with(object(), {{"trigger", text()},
                                              {"level", text()},
                                              {"subject", text()},
                                              {"contract", text_or_null()},
                                              {"lessee", text_or_null()},
                                              {"cluster", text_or_null()},
                                              {"reasons", list_of(text())},
                                              {"rule", text()},
                                              {"since", text()},
                                              {"acknowledged", truth()}});
    for (const char* name : {"WatchStay", "AnchorEvent", "EarlyWarning"})
        schemas[std::string(name) + "Page"] = page_of(name);
}

}  // namespace leasebook::server::schemas
