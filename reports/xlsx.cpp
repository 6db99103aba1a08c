#include "reports/xlsx.h"

#include <xlsxwriter.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <utility>

#include "reports/table_chart.h"

namespace leasebook::reports {

namespace {

constexpr lxw_row_t head_row = 3;
constexpr std::size_t longest_text = 32'767;

void require(lxw_error outcome, const std::string& path) {
    if (outcome != LXW_NO_ERROR)
        throw std::runtime_error("The file " + path + " cannot be written: " + lxw_strerror(outcome));
}

// The text, or as many whole characters of it as fit into so many bytes.
std::string beginning(const std::string& text, std::size_t most) {
    if (text.size() <= most) return text;
    while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xC0U) == 0x80U) --most;
    return text.substr(0, most);
}

// At most 31 characters, none that a sheet's name may not have.
std::string sheet_name(const std::string& title, const std::string& fallback) {
    std::string name;
    int characters = 0;
    for (const char c : title.empty() ? fallback : title) {
        const bool begins = (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
        if (begins && ++characters > 31) break;
        name += std::string_view("[]:*?/\\'").find(c) == std::string_view::npos ? c : ' ';
    }
    return name;
}

std::string header_text(const std::string& text) {
    std::string escaped;
    for (const char c : text) escaped += c == '&' ? std::string("&&") : std::string(1, c);
    return beginning(escaped, 200);
}

double number_of(Money amount) {
    return static_cast<double>(amount.minor_units()) / std::pow(10, minor_digits(amount.currency()));
}

lxw_datetime day_of(Date day) {
    const std::chrono::year_month_day parts(day);
    return {
        int{parts.year()}, static_cast<int>(unsigned{parts.month()}), static_cast<int>(unsigned{parts.day()}), 0, 0, 0};
}

std::string amount_format(Currency currency) {
    const int digits = minor_digits(currency);
    const auto number =
        "#,##0" + (digits == 0 ? std::string{} : "." + std::string(static_cast<std::size_t>(digits), '0'));
    return number + ";[Red]-" + number;
}

// A plain format and one for subtotals and totals.
struct Formats {
    lxw_format *plain = nullptr, *strong = nullptr;
};

Formats formats_for(lxw_workbook* book, const std::string& number) {
    Formats formats{workbook_add_format(book), workbook_add_format(book)};
    for (auto* format : {formats.plain, formats.strong})
        if (!number.empty()) format_set_num_format(format, number.c_str());
    format_set_bold(formats.strong);
    format_set_top(formats.strong, LXW_BORDER_THIN);
    return formats;
}

}  // namespace

struct XlsxFile::Sheet {
    Sheet(std::string file, const Table& head, const Edition& shown_as)
        : path(std::move(file)), table(head), edition(shown_as), sums(head.columns.size()), group(sums), broken(sums) {
        table.rows.clear();
        lxw_workbook_options options{LXW_TRUE, nullptr, LXW_TRUE};
        book = workbook_new_opt(path.c_str(), &options);
        if (book == nullptr) throw std::runtime_error("The file " + path + " cannot be written.");
        name = sheet_name(edition.title, table.name);
        sheet = workbook_add_worksheet(book, name.c_str());
        if (sheet == nullptr) throw std::runtime_error("The file " + path + " cannot be written.");
        set_properties();
        for (const auto& column : table.columns) formats.push_back(formats_for(book, number_format(column)));
        write_head();
    }

    std::string number_format(const Column& column) const {
        switch (column.type) {
            case ColumnType::Text:
            case ColumnType::Word: return {};
            case ColumnType::Day: return "yyyy-mm-dd";
            case ColumnType::Count: return "#,##0";
            case ColumnType::Amount: return amount_format(table.currency);
            case ColumnType::Share: return "0.00%";
        }
        throw InvariantBroken("every type of column has a format");
    }

    void set_properties() {
        auto title = edition.title, company = edition.entity;
        lxw_doc_properties properties{};
        properties.title = title.data();
        properties.company = company.data();
        properties.created = static_cast<std::time_t>(table.as_of.time_since_epoch().count()) * 86'400;
        workbook_set_properties(book, &properties);
        worksheet_set_landscape(sheet);
        worksheet_set_paper(sheet, 9);  // A4
        worksheet_fit_to_pages(sheet, 1, 0);
        worksheet_repeat_rows(sheet, head_row, head_row);
        worksheet_freeze_panes(sheet, head_row + 1, 1);
        const auto mark = table.preliminary ? "&R" + header_text(preliminary_mark(edition)) : std::string{};
        worksheet_set_header(sheet, ("&L" + header_text(edition.title) + mark).c_str());
        worksheet_set_footer(sheet, ("&L" + header_text(origin_line(table, edition)) + "&R&P / &N").c_str());
    }

    void write_head() {
        auto* title = workbook_add_format(book);
        format_set_bold(title);
        format_set_font_size(title, 14);
        auto* heading = workbook_add_format(book);
        format_set_bold(heading);
        format_set_text_wrap(heading);
        format_set_align(heading, LXW_ALIGN_VERTICAL_TOP);
        format_set_bottom(heading, LXW_BORDER_THIN);
        format_set_bg_color(heading, 0xEEF1F5);
        for (std::size_t i = 0; i < table.columns.size(); ++i) {
            const auto at = static_cast<lxw_col_t>(i);
            const double width = table.columns[i].type == ColumnType::Amount ? 18
                                 : table.columns[i].type == ColumnType::Text ? 24
                                                                             : 13;
            worksheet_set_column(sheet, at, at, width, nullptr);
        }
        worksheet_write_string(sheet, 0, 0, edition.title.c_str(), title);
        worksheet_write_string(sheet, 1, 0, origin_line(table, edition).c_str(), nullptr);
        for (std::size_t i = 0; i < table.columns.size(); ++i)
            worksheet_write_string(sheet, head_row, static_cast<lxw_col_t>(i),
                                   edition.label(table.columns[i].name).c_str(), heading);
    }

    void add(const Row& row) {
        ensure(row.cells.size() == table.columns.size(), "a row has a cell for every column");
        ensure(rows < most_rows, "a sheet has room for the rows");
        for (std::size_t i = 0; i < row.cells.size(); ++i) write(row, i);
        if (row.role == RowRole::Detail) {
            if (first_of_group == 0) first_of_group = next;
            remember_for_chart(row);
        } else if (row.role == RowRole::Subtotal) {
            first_of_group = 0;
            std::ranges::fill(group, 0);
        }
        ++next;
        ++rows;
    }

    // A sum in a subtotal or total is a formula where the details add up to it; SUBTOTAL leaves other such out.
    std::optional<std::string> formula_for(const Row& row, std::size_t column, std::int64_t value) {
        if (row.role == RowRole::Detail) {
            sums[column] += value;
            group[column] += value;
            return {};
        }
        const bool total = row.role == RowRole::Total;
        const auto from = total ? head_row + 1 : first_of_group;
        const bool adds_up = (total ? sums[column] : group[column]) == value && from != 0 && from < next &&
                             (!total || broken[column] == 0);
        if (!adds_up) {
            broken[column] = 1;
            return {};
        }
        char first[LXW_MAX_CELL_NAME_LENGTH], last[LXW_MAX_CELL_NAME_LENGTH];
        lxw_rowcol_to_cell(first, from, static_cast<lxw_col_t>(column));
        lxw_rowcol_to_cell(last, next - 1, static_cast<lxw_col_t>(column));
        return "=SUBTOTAL(9," + std::string(first) + ":" + last + ")";
    }

    void write_number(const Row& row, std::size_t i, std::int64_t units, double value, lxw_format* format) {
        const auto column = static_cast<lxw_col_t>(i);
        if (const auto formula = formula_for(row, i, units))
            require(worksheet_write_formula_num(sheet, next, column, formula->c_str(), format, value), path);
        else
            require(worksheet_write_number(sheet, next, column, value, format), path);
    }

    void write(const Row& row, std::size_t i) {
        const auto column = static_cast<lxw_col_t>(i);
        const auto& cell = row.cells[i];
        auto* format = row.role == RowRole::Detail ? formats[i].plain : formats[i].strong;
        if (std::holds_alternative<std::monostate>(cell)) {
            const bool first_of_total = i == 0 && row.role == RowRole::Total;
            if (first_of_total)
                worksheet_write_string(sheet, next, column, edition.text("Total").c_str(), format);
            else if (row.role != RowRole::Detail)
                worksheet_write_blank(sheet, next, column, format);
        } else if (const auto* amount = std::get_if<Money>(&cell)) {
            write_number(row, i, amount->minor_units(), number_of(*amount), format);
        } else if (const auto* count = std::get_if<std::int64_t>(&cell)) {
            write_number(row, i, *count, static_cast<double>(*count), format);
        } else if (const auto* rate = std::get_if<Rate>(&cell)) {
            require(worksheet_write_number(sheet, next, column, static_cast<double>(rate->e10) / rate_scale, format),
                    path);
        } else if (const auto* day = std::get_if<Date>(&cell)) {
            auto date = day_of(*day);
            require(worksheet_write_datetime(sheet, next, column, &date, format), path);
        } else {
            const auto text = beginning(shown(cell, table.columns[i], edition), longest_text);
            require(worksheet_write_string(sheet, next, column, text.c_str(), format), path);
        }
    }

    void remember_for_chart(const Row& row) {
        if (!table.chart) return;
        if (charted.size() < (table.chart->over_time ? 60U : drawn_rows)) charted.push_back({next, row});
    }

    // The chart draws a table of its own, which refers to the figures: details need not stand together.
    void add_chart() {
        if (!table.chart || charted.empty()) return;
        const auto chart_name = sheet_name(edition.text("Chart"), "Chart");
        auto* own = workbook_add_worksheet(book, chart_name.c_str());
        if (own == nullptr) return;  // the table itself is called so
        const auto& spec = *table.chart;
        worksheet_write_string(own, 0, 0, edition.label(table.columns[spec.names].name).c_str(), nullptr);
        for (std::size_t v = 0; v < spec.values.size(); ++v)
            worksheet_write_string(own, 0, static_cast<lxw_col_t>(v + 1),
                                   edition.label(table.columns[spec.values[v]].name).c_str(), nullptr);
        for (std::size_t r = 0; r < charted.size(); ++r) write_charted(own, static_cast<lxw_row_t>(r + 1), charted[r]);
        auto* chart = workbook_add_chart(book, spec.over_time ? LXW_CHART_LINE : LXW_CHART_BAR);
        const auto last = static_cast<lxw_row_t>(charted.size());
        for (std::size_t v = 0; v < spec.values.size(); ++v) {
            const auto column = static_cast<lxw_col_t>(v + 1);
            auto* series = chart_add_series(chart, nullptr, nullptr);
            chart_series_set_categories(series, chart_name.c_str(), 1, 0, last, 0);
            chart_series_set_values(series, chart_name.c_str(), 1, column, last, column);
            chart_series_set_name_range(series, chart_name.c_str(), 0, column);
        }
        chart_title_set_name(chart, edition.title.c_str());
        if (!spec.over_time) chart_axis_set_reverse(chart->x_axis);
        lxw_chart_options size{};
        size.x_scale = size.y_scale = 1.6;
        worksheet_insert_chart_opt(own, 1, static_cast<lxw_col_t>(spec.values.size() + 2), chart, &size);
    }

    struct Charted {
        lxw_row_t at = 0;
        Row row;
    };
    void write_charted(lxw_worksheet* own, lxw_row_t at, const Charted& one) {
        const auto& spec = *table.chart;
        worksheet_write_string(own, at, 0, shown(one.row.cells[spec.names], table.columns[spec.names], edition).c_str(),
                               nullptr);
        for (std::size_t v = 0; v < spec.values.size(); ++v) {
            const auto& cell = one.row.cells[spec.values[v]];
            char place[LXW_MAX_CELL_NAME_LENGTH];
            lxw_rowcol_to_cell(place, one.at, static_cast<lxw_col_t>(spec.values[v]));
            const auto* amount = std::get_if<Money>(&cell);
            const auto* count = std::get_if<std::int64_t>(&cell);
            const auto* rate = std::get_if<Rate>(&cell);
            const double value = amount != nullptr  ? number_of(*amount)
                                 : count != nullptr ? static_cast<double>(*count)
                                 : rate != nullptr  ? static_cast<double>(rate->e10) / rate_scale
                                                    : 0;
            worksheet_write_formula_num(own, at, static_cast<lxw_col_t>(v + 1), ("='" + name + "'!" + place).c_str(),
                                        formats[spec.values[v]].plain, value);
        }
    }

    void finish() {
        if (next > head_row + 1)
            worksheet_autofilter(sheet, head_row, 0, next - 1, static_cast<lxw_col_t>(table.columns.size() - 1));
        ++next;
        for (const auto& note : table.notes) {
            worksheet_write_string(sheet, next, 0, beginning(note_text(note, edition), longest_text).c_str(), nullptr);
            ++next;
        }
        add_chart();
        auto* closing = std::exchange(book, nullptr);
        require(workbook_close(closing), path);
    }

    std::string path;
    Table table;
    Edition edition;
    std::string name;
    lxw_workbook* book = nullptr;
    lxw_worksheet* sheet = nullptr;
    std::vector<Formats> formats;
    lxw_row_t next = head_row + 1, first_of_group = 0;
    std::size_t rows = 0;
    std::vector<std::int64_t> sums, group, broken;
    std::vector<Charted> charted;
};

XlsxFile::XlsxFile(const std::string& path, const Table& head, const Edition& edition)
    : sheet_(std::make_unique<Sheet>(path, head, edition)) {}

XlsxFile::~XlsxFile() {
    if (sheet_->book != nullptr) lxw_workbook_free(sheet_->book);  // broken off: nothing is written
}

void XlsxFile::add(const Row& row) { sheet_->add(row); }
void XlsxFile::finish() { sheet_->finish(); }

void write_xlsx(const Table& table, const Edition& edition, const std::string& path) {
    Table head{table.name, table.as_of, table.currency, table.columns, {}, table.notes, table.chart, table.preliminary};
    XlsxFile file(path, head, edition);
    for (const auto& row : table.rows) file.add(row);
    file.finish();
}

}  // namespace leasebook::reports
