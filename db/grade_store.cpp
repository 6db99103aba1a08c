#include "db/grade_store.h"

#include "db/register_store.h"

namespace leasebook::db {

namespace {

// Before any lease: the day of the grade that a lessee came with.
constexpr Date beginning = date(1900, 1, 1);

void insert(Connection& connection, const GradeChange& change) {
    static const std::vector<std::string> keys{"lessee", "effective_date", "recorded_at"},
        columns{"lessee", "effective_date", "recorded_at", "grade", "reason", "entered_by"};
    connection.prepare(connection.upsert("lessee_grades", keys, columns))
        .bind(1, change.lessee.text)
        .bind(2, to_text(change.effective))
        .bind(3, moment_text(change.recorded_at))
        .bind(4, to_text(change.grade))
        .bind(5, change.reason)
        .bind(6, change.entered_by)
        .execute();
}

}  // namespace

Result<Done> change_grade(Connection& connection, const GradeChange& change) {
    auto& select =
        connection.prepare("SELECT `grade` FROM `lessees` WHERE `code` = ?" + std::string(connection.for_update()));
    if (!select.bind(1, change.lessee.text).step())
        return not_found("lessee", "There is no lessee \"{0}\".", shortened(change.lessee.text));
    const auto before = *parse_named<RatingGrade>(select.text(0), "grade");
    select.reset();
    if (grades_of(connection, change.lessee).empty())
        insert(connection, {change.lessee, beginning, before, "", change.entered_by, change.recorded_at});
    insert(connection, change);
    const auto now = grades_of(connection, change.lessee).back().grade;
    connection.prepare("UPDATE `lessees` SET `grade` = ? WHERE `code` = ?")
        .bind(1, to_text(now))
        .bind(2, change.lessee.text)
        .execute();
    return Done{};
}

std::vector<GradeChange> grades_of(Connection& connection, const LesseeCode& lessee) {
    auto& select = connection.prepare(
        "SELECT `effective_date`, `recorded_at`, `grade`, `reason`, `entered_by` FROM `lessee_grades` "
        "WHERE `lessee` = ? ORDER BY `effective_date`, `recorded_at`");
    select.bind(1, lessee.text);
    std::vector<GradeChange> changes;
    while (select.step())
        changes.push_back({lessee, *parse_date(select.text(0), ""), *parse_named<RatingGrade>(select.text(2), ""),
                           select.text(3), select.text(4), moment_of(select.text(1))});
    return changes;
}

std::map<std::string, RatingGrade> grades_on(Connection& connection, Date day) {
    // In their order, so that the last one stays.
    auto& select = connection.prepare(
        "SELECT `lessee`, `grade` FROM `lessee_grades` WHERE `effective_date` <= ? "
        "ORDER BY `lessee`, `effective_date`, `recorded_at`");
    select.bind(1, to_text(day));
    std::map<std::string, RatingGrade> grades;
    while (select.step()) grades[select.text(0)] = *parse_named<RatingGrade>(select.text(1), "");
    return grades;
}

}  // namespace leasebook::db
