#pragma once
// Which grade a lessee had on which day: append-only, so provisions of a past month can be worked out as of its end.
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "db/database.h"
#include "db/moment.h"
#include "domain/register.h"

namespace leasebook::db {

struct GradeChange {
    LesseeCode lessee;
    Date effective;
    RatingGrade grade = RatingGrade::Unrated;
    std::string reason, entered_by;
    Moment recorded_at;
};

// Notes the grade, and puts the one that counts now into the register. The grade from before the first change is kept
// as the one of the beginning. Errors: there is no such lessee.
Result<Done> change_grade(Connection& connection, const GradeChange& change);

// The grades of a lessee, the earliest day first; empty where its grade never changed.
std::vector<GradeChange> grades_of(Connection& connection, const LesseeCode& lessee);

// The grades in force at the end of that day of the lessees whose grade ever changed, by code.
std::map<std::string, RatingGrade> grades_on(Connection& connection, Date day);

}  // namespace leasebook::db
