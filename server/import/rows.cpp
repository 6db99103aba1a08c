#include "server/import/rows.h"

namespace leasebook::server {

namespace {

// The mapping fills only columns that exist, and all that must be there.
void check_targets(const Mapping& mapping, const ColumnNames& columns, RowErrors& faults) {
    const auto filled = [&](const std::string& name) {
        return std::ranges::find(mapping.columns, name, &ColumnRule::target) != mapping.columns.end();
    };
    for (const auto& name : columns.required)
        if (!filled(name)) faults.add({1, name, invalid(name, "The mapping does not fill the column \"{0}\".", name)});
    for (const auto& rule : mapping.columns)
        if (std::ranges::find(columns.known, rule.target) == columns.known.end())
            faults.add({1, rule.target,
                        invalid(rule.target, "The mapping fills a column \"{0}\", which is not known here.",
                                shortened(rule.target))});
}

}  // namespace

ImportRows::ImportRows(std::string_view bytes, const Mapping* mapping, const ColumnNames& columns, RowErrors& faults) {
    table_ = read_csv(bytes, faults, mapping ? NamelessColumns::Ignored : NamelessColumns::Refused);
    if (mapping) {
        check_targets(*mapping, columns, faults);
        if (!table_.header().empty()) mapped_.emplace(*mapping, table_, faults);
    } else {
        check_columns(table_, columns, faults);
    }
    header_refused_ =
        table_.header().empty() || std::ranges::find(faults.kept(), 1U, &RowError::line) != faults.kept().end();
}

std::optional<Fields> ImportRows::fields(std::size_t row, RowErrors& faults) const {
    if (mapped_) {
        const auto before = faults.count();
        auto fields = mapped_->fields(row, faults);
        return faults.count() == before ? std::optional(std::move(fields)) : std::nullopt;
    }
    Fields fields;
    const auto cells = table_.row(row);
    for (std::size_t i = 0; i < cells.size(); ++i)
        if (!cells[i].empty()) fields.emplace(table_.header()[i], cells[i]);
    return fields;
}

void ImportRows::refuse(std::size_t row, Error error, RowErrors& faults) const {
    auto column = mapped_ ? mapped_->column(error.field) : error.field;
    faults.add({line(row), std::move(column), std::move(error)});
}

void ImportRows::refuse(std::size_t row, const Errors& errors, RowErrors& faults) const {
    for (const auto& error : errors) refuse(row, error, faults);
}

}  // namespace leasebook::server
