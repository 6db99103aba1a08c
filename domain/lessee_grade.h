#pragma once
// The grade of a lessee counts from a day on; what was known of it before stays on record.
#include "domain/register.h"

namespace leasebook {

struct GradeEntry {
    std::optional<Date> date;  // from which it counts; today when left out
    std::optional<RatingGrade> grade;
    std::string reason;
};
void visit_fields(auto& entry, auto& field) requires std::same_as<std::remove_cvref_t<decltype(entry)>, GradeEntry> {
    field("date", entry.date);
    field("grade", entry.grade);
    field("reason", entry.reason);
}
inline Errors check(const GradeEntry& entry) {
    if (entry.grade) return {};
    return {invalid("grade", "This field cannot be empty.")};
}

// The same of a named lessee, as a file holds it.
struct LesseeGrade {
    LesseeCode lessee;
    GradeEntry entry;
};
void visit_fields(auto& grade, auto& field) requires std::same_as<std::remove_cvref_t<decltype(grade)>, LesseeGrade> {
    field("lessee", grade.lessee);
    visit_fields(grade.entry, field);
}
inline Errors check(const LesseeGrade& grade) { return check(grade.entry); }

}  // namespace leasebook
