#pragma once
// The program's verbs. Exit codes: 0 done, 1 refused or invalid input, 2 wrong usage, 3 environment.

namespace leasebook::server {

int run_command_line(int argc, char** argv);

}  // namespace leasebook::server
