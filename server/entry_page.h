#pragma once
// The page on which a person enters one thing: a form that posts to a path, with what was wrong on top.
#include <string>
#include <vector>

#include "server/call.h"
#include "server/web/form.h"

namespace leasebook::server {

struct EntryForm {
    std::string title, sub;  // in the person's language
    std::string action_path, cancel_href;
    std::vector<FormField> fields;
    std::string confirm = {};  // the consequence, asked about before it is sent
};
// With the status of the errors, or 200 without any.
Response entry_page(const Call& call, const Frame& frame, const EntryForm& form, const Fields& shown,
                    const Errors& errors);

}  // namespace leasebook::server
