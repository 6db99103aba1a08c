#pragma once
// Grades of lessees by the day they count from: entered, imported, or changed with the lessee's record.
#include "db/moment.h"
#include "db/register_store.h"
#include "domain/act.h"
#include "domain/lessee_grade.h"
#include "server/call.h"

namespace leasebook::server {

// A grade cannot count from a day to come: provisions would not know of it. On field "date".
Errors check_day(const GradeEntry& entry, Date today);

// In the caller's transaction; `act` is who enters it, today. Errors: as above; there is no such lessee.
Result<Done> enter_grade(db::Connection& connection, const LesseeGrade& grade, const Act& act, db::Moment at);

// Before the record takes the place of the one there: a grade that differs counts from today.
Result<Done> note_grade(db::Connection& connection, const Lessee& record, const Act& act, db::Moment at);

// The grades of a lessee as a table of its page.
void add_grade_history(Data& page, const Call& call, const Lessee& lessee);

}  // namespace leasebook::server
