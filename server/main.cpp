#include <malloc.h>

#include "server/command_line.h"

int main(int argc, char** argv) {
    // Once large blocks were freed, glibc keeps blocks of up to 32 MiB: what a report of a million lines took would
    // stay with the process. A fixed threshold gives it back.
    mallopt(M_MMAP_THRESHOLD, 1 << 20);
    return leasebook::server::run_command_line(argc, argv);
}
