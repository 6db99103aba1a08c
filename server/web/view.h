#pragma once
// Pages from templates. The template engine stays behind this class; every value is escaped for the place it
// stands in, drawings made by reports/chart.h excepted.
//
// A template says in its first comment which names it expects. A name that is not set prints nothing.
#include <list>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "reports/chart.h"
#include "server/web/catalogue.h"

namespace leasebook::server {

// What a template is filled with: texts, drawings and sections (shown once for each added). Sections see the
// names of the data around them.
class Data {
public:
    // Whatever is there has a section HAS_… too, shown once: HAS_HINT after set("HINT", hint) unless the hint is
    // empty, HAS_ROW after add("ROW"). Where they are not, a template may show NO_HINT or NO_ROW.
    Data& set(std::string name, std::string text);
    Data& draw(std::string name, const reports::Svg& drawing);
    // One more showing of the section; the reference stays valid while this Data lives.
    Data& add(std::string section);
    // The section once, when it holds.
    Data& show(std::string section, bool holds = true);

private:
    friend class View;
    std::map<std::string, std::string> texts_;
    std::map<std::string, std::list<Data>> sections_;
};

struct Crumb {
    std::string text, href;  // the last one, the page itself, needs no href
};

// What surrounds every page.
struct Frame {
    Language language = Language::English;
    std::string title;  // in the person's language
    std::vector<Crumb> crumbs;
    std::string section;  // entry of the side navigation that is current: "leases", "exposure", "asset-classes" …
    std::string user;     // empty: nobody is signed in, the page has no navigation
    bool administrator = false;  // sees the users
    bool auditor = false;        // sees the audit log
    bool importer = false;       // sees the imports
    std::string csrf_token;      // hidden in every form
    std::string form_key;        // hidden in every form that creates something: the idempotency key
    std::string path;            // path and query of this page, to come back to after the language switch
    std::string search;          // what was searched for
    std::string notice;          // one line above the page: "Saved."
};

class View {
public:
    // Loads every template in every language. Throws InvariantBroken that names a template with a fault.
    View();
    ~View();

    // Template "leases" means server/web/templates/leases.html. An unknown name is InvariantBroken.
    std::string page(std::string_view name, const Frame& frame, const Data& body) const;
    // A piece of a page without the frame around it, for htmx.
    std::string part(std::string_view name, const Frame& frame, const Data& data) const;

    // English texts in the templates that have no translation; empty in a finished program.
    const std::vector<std::string>& missing_translations() const;
    std::vector<std::string> template_names() const;

private:
    struct Templates;
    std::unique_ptr<Templates> templates_;
};

}  // namespace leasebook::server
