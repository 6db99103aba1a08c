#pragma once
// MySQL, MariaDB and what else speaks their protocol, through MySQL Connector/C++ 1.1.
#include <memory>
#include <string>

#include "db/database.h"

namespace leasebook::db {

struct MysqlAddress {
    std::string host;  // as the connector wants it: tcp://host:port or unix:///path
    std::string user, password, name;
    bool tls = false;
    std::string ca;  // file with the certificates to trust; empty: any certificate will do
};
// "mysql://user:password@host:port/name?tls=required&ca=PATH", each part percent-encoded where it must be.
MysqlAddress parse_mysql_address(std::string_view address);

// Connects once, to fail early: DatabaseError(Other) with a sentence for the operator.
std::unique_ptr<Database> open_mysql(const MysqlAddress& address);

}  // namespace leasebook::db
