#include "server/web/view.h"

#include <ctemplate/per_expand_data.h>
#include <ctemplate/template.h>
#include <ctemplate/template_cache.h>
#include <ctemplate/template_dictionary.h>
#include <ctemplate/template_modifiers.h>

#include <algorithm>
#include <set>

#include "embedded/templates.h"
#include "reports/markup.h"
#include "server/web/assets.h"

namespace leasebook::server {

namespace {

constexpr std::string_view pragma = "{{%AUTOESCAPE context=\"HTML\"}}";
constexpr char drawing_mark = '\x02';  // begins a drawing; taken out of every text, so no text can pass for one

// {{CHART:x-drawing}}: lets a drawing of ours through as it is, and escapes anything else.
struct DrawingModifier : ctemplate::TemplateModifier {
    void Modify(const char* in, std::size_t length, const ctemplate::PerExpandData*, ctemplate::ExpandEmitter* out,
                const std::string&) const override {
        const std::string_view text(in, length);
        out->Emit(text.starts_with(drawing_mark) ? std::string(text.substr(1)) : reports::markup_text(text));
    }
};

// ctemplate keeps its modifiers for the whole process.
void know_drawings() {
    static const DrawingModifier modifier;
    static const bool known = ctemplate::AddXssSafeModifier("x-drawing", &modifier);
    ensure(known, "the drawing modifier can be registered");
}

std::string_view file_text(std::string_view name) {
    const std::string file = std::string(name) + ".html";
    for (const auto& known : embedded::templates())
        if (known.name == file) return known.bytes;
    throw InvariantBroken("there is no template " + file);
}

// Puts in place of each [[…]] what `replacement` makes of the text between.
template <class Replacement>
std::string replaced_marks(std::string_view text, const Replacement& replacement) {
    std::string out;
    for (;;) {
        const auto begin = text.find("[[");
        const auto end = begin == std::string_view::npos ? begin : text.find("]]", begin);
        if (end == std::string_view::npos) return out.append(text);
        out.append(text.substr(0, begin));
        out += replacement(text.substr(begin + 2, end - begin - 2));
        text.remove_prefix(end + 2);
    }
}

// The text of a template with the parts it names ([[>field]]) put in, nothing translated yet.
std::string assembled(std::string_view name, std::string_view body, int depth = 0) {
    ensure(depth < 8, "templates do not include each other in circles");
    std::string_view text = file_text(name);
    if (text.starts_with(pragma)) text.remove_prefix(pragma.size());
    return replaced_marks(text, [&](std::string_view mark) -> std::string {
        if (mark == ">BODY") return assembled(body, {}, depth + 1);
        if (mark.starts_with('>')) return assembled(mark.substr(1), {}, depth + 1);
        return "[[" + std::string(mark) + "]]";
    });
}

// The engine has no "else", so NO_HREF is shown by hand where HAS_HREF is not: here for each section, which of those
// its template asks for right inside it (sections that only test a name do not count; "" is the whole page). Deeper
// sections would see a NO_… of the sections around them, so none is shown where it was not asked for.
using Negations = std::map<std::string, std::set<std::string>, std::less<>>;

void note_negations(std::string_view text, Negations& negations) {
    std::vector<std::string> around{""};
    for (auto at = text.find("{{"); at != std::string_view::npos; at = text.find("{{", at + 2)) {
        const char kind = text.substr(at + 2, 1).empty() ? ' ' : text[at + 2];
        const std::string name(text.substr(at + 3, text.find('}', at) - at - 3));
        const bool negation = name.starts_with("NO_");
        if (kind == '#' && negation) negations[around.back()].insert(name.substr(3));
        if (kind == '#') around.push_back(negation || name.starts_with("HAS_") ? around.back() : name);
        if (kind == '/' && around.size() > 1) around.pop_back();
    }
}

std::string section_name(std::string_view section) {
    std::string name = "AT_";
    for (const char c : section) name += c == '-' ? '_' : static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
    return name;
}

std::string printable(std::string text) {
    std::erase_if(text, [](char c) { return c >= 0 && c < ' ' && c != '\n' && c != '\t'; });
    return text;
}

}  // namespace

Data& Data::set(std::string name, std::string text) {
    if (!text.empty()) show("HAS_" + name);
    texts_.insert_or_assign(std::move(name), printable(std::move(text)));
    return *this;
}

Data& Data::draw(std::string name, const reports::Svg& drawing) {
    if (!drawing.text.empty()) show("HAS_" + name);
    texts_.insert_or_assign(std::move(name), drawing_mark + drawing.text);
    return *this;
}

Data& Data::add(std::string section) {
    if (!section.starts_with("HAS_")) show("HAS_" + section);
    return sections_[std::move(section)].emplace_back();
}

Data& Data::show(std::string section, bool holds) {
    if (holds && sections_[section].empty()) add(std::move(section));
    return *this;
}

struct View::Templates {
    ctemplate::TemplateCache cache;
    std::vector<std::string> missing, names;
    Negations negations;

    void load(const std::string& key, std::string_view text, Language language) {
        const Catalogue& catalogue = catalogue_of(language);
        std::set<std::string> lacking(missing.begin(), missing.end());
        const std::string translated = replaced_marks(text, [&](std::string_view mark) {
            if (language != Language::English && !catalogue.contains(mark)) lacking.emplace(mark);
            return reports::markup_text(tr(language, mark));
        });
        missing.assign(lacking.begin(), lacking.end());
        note_negations(translated, negations);
        const bool loaded =
            cache.StringToTemplateCache(key, std::string(pragma) + translated, ctemplate::STRIP_BLANK_LINES);
        if (!loaded) throw InvariantBroken("the template " + key + " is well formed");
    }

    void fill(ctemplate::TemplateDictionary& dictionary, const Data& data) const {
        for (const auto& [name, text] : data.texts_) dictionary.SetValue(name, text);
        for (const auto& [name, showings] : data.sections_) {
            for (const Data& showing : showings) {
                auto& section = *dictionary.AddSectionDictionary(name);
                fill(section, showing);
                show_negations(section, name, showing);
            }
        }
    }

    void show_negations(ctemplate::TemplateDictionary& dictionary, std::string_view section, const Data& data) const {
        const auto asked = negations.find(section);
        if (asked == negations.end()) return;
        for (const std::string& name : asked->second)
            if (!data.sections_.contains("HAS_" + name) && !data.sections_.contains(name))
                dictionary.ShowSection("NO_" + name);
    }

    std::string expand(const std::string& key, const Frame& frame, const Data& data) {
        ctemplate::TemplateDictionary dictionary(key);
        fill(dictionary, frame_data(frame));
        fill(dictionary, data);
        show_negations(dictionary, {}, data);
        std::string html;
        const bool expanded = cache.ExpandWithData(key, ctemplate::STRIP_BLANK_LINES, &dictionary, nullptr, &html);
        if (!expanded) throw InvariantBroken("there is a template " + key);
        return html;
    }

    static Data frame_data(const Frame& frame) {
        Data data;
        data.set("LANG", std::string(code_of(frame.language))).set("PAGE_TITLE", frame.title).set("USER", frame.user);
        data.set("CSRF", frame.csrf_token).set("FORM_KEY", frame.form_key).set("PATH", frame.path);
        data.set("SEARCHED", frame.search).set("NOTICE", frame.notice);
        data.set("APP_CSS", asset_path("app.css"))
            .set("APP_JS", asset_path("app.js"))
            .set("HTMX_JS", asset_path("htmx.min.js"));
        data.show(frame.language == Language::Chinese ? "IN_CHINESE" : "IN_ENGLISH");
        data.show("ADMINISTRATOR", frame.administrator)
            .show("AUDITOR", frame.auditor)
            .show("IMPORTER", frame.importer)
            .show("SIGNED_OUT", frame.user.empty());
        if (!frame.section.empty()) data.show(section_name(frame.section));
        for (const Crumb& crumb : frame.crumbs) {
            Data& entry = data.add("CRUMB");
            entry.set("TEXT", crumb.text).set("HREF", crumb.href);
            entry.show("CURRENT", &crumb == &frame.crumbs.back());
        }
        return data;
    }
};

namespace {

std::string key_of(std::string_view kind, Language language, std::string_view name) {
    return std::string(kind) + "/" + std::string(code_of(language)) + "/" + std::string(name);
}

}  // namespace

View::View() : templates_(std::make_unique<Templates>()) {
    know_drawings();
    for (const auto& file : embedded::templates()) {
        const std::string name(file.name.substr(0, file.name.rfind('.')));
        templates_->names.push_back(name);
        if (name == "layout") continue;
        for (const Language language : {Language::English, Language::Chinese}) {
            templates_->load(key_of("part", language, name), assembled(name, {}), language);
            templates_->load(key_of("page", language, name), assembled("layout", name), language);
        }
    }
    templates_->cache.Freeze();
}

View::~View() = default;

std::string View::page(std::string_view name, const Frame& frame, const Data& body) const {
    return templates_->expand(key_of("page", frame.language, name), frame, body);
}

std::string View::part(std::string_view name, const Frame& frame, const Data& data) const {
    return templates_->expand(key_of("part", frame.language, name), frame, data);
}

const std::vector<std::string>& View::missing_translations() const { return templates_->missing; }
std::vector<std::string> View::template_names() const { return templates_->names; }

}  // namespace leasebook::server
