// Files of a lease: what is taken, where it lies, and how it is handed out.
#include "server/attachments.h"

#include <fstream>

#include "tests/server/house_case.h"

namespace leasebook::server {
namespace {

const std::string agreement = "%PDF-1.7 the agreement";

class Attachments : public HouseCase {
protected:
    Response upload(const std::string& number, const std::string& name, const std::string& bytes, const Visitor& by) {
        const std::string boundary = "----edge";
        const auto part = [&](const std::string& head, const std::string& content) {
            return "--" + boundary + "\r\nContent-Disposition: form-data; " + head + "\r\n\r\n" + content + "\r\n";
        };
        const auto body = part("name=\"csrf\"", by.csrf) + part("name=\"file\"; filename=\"" + name + "\"", bytes) +
                          "--" + boundary + "--\r\n";
        return send("POST", "/contracts/" + number + "/attachments", by, body,
                    {{"content-type", "multipart/form-data; boundary=" + boundary}});
    }
    nlohmann::json listed(const std::string& number) {
        return json_of(get("/api/v1/contracts/" + number + "/attachments", as(Role::Auditor)))["items"];
    }
    std::filesystem::path stored(const std::string& hash) {
        return std::filesystem::path(app_.config.data) / "attachments" / hash.substr(0, 2) / hash;
    }
};

TEST_F(Attachments, AFileOfALeaseComesBackAsADownloadOnly) {
    const auto number = lease("SN-FILE");
    EXPECT_EQ(upload(number, "Vertrag 合同.pdf", agreement, as(Role::Clerk)).status, 303);
    const auto page = get("/contracts/" + number, as(Role::Auditor)).body;
    EXPECT_NE(page.find("Vertrag 合同.pdf"), std::string::npos);
    const auto id = listed(number)[0]["id"].dump();
    const auto file = get("/contracts/" + number + "/attachments/" + id, as(Role::Auditor));
    EXPECT_EQ(file.body, agreement);
    EXPECT_EQ(file.content_type, "application/pdf");
    EXPECT_EQ(header_of(file, "Content-Disposition"),
              "attachment; filename=\"Vertrag ______.pdf\"; filename*=UTF-8''Vertrag%20%E5%90%88%E5%90%8C.pdf");
}

// A page that calls itself a picture is text, and is handed out as text.
TEST_F(Attachments, WhatAFileIsItsBytesSay) {
    const auto number = lease("SN-KIND");
    EXPECT_EQ(upload(number, "photo.png", "<script>alert(1)</script>", as(Role::Clerk)).status, 303);
    EXPECT_EQ(listed(number)[0]["media_type"], "text/plain; charset=utf-8");
    EXPECT_FALSE(media_type_of("a.exe", std::string("MZ\x90\x00\x03", 5)));
    EXPECT_FALSE(media_type_of("a.pdf", ""));
    EXPECT_FALSE(media_type_of("a.pdf", "%PDF-" + std::string(largest_attachment, 'x')));
    EXPECT_FALSE(media_type_of("a.zip", "PK\x03\x04..."));
    EXPECT_TRUE(media_type_of("a.XLSX", "PK\x03\x04..."));
}

TEST_F(Attachments, ARefusedFileLeavesThePageWithTheReason) {
    const auto number = lease("SN-BAD");
    const auto refused = upload(number, "tool.exe", std::string("MZ\x90\x00\x03", 5), as(Role::Clerk));
    EXPECT_EQ(refused.status, 422);
    EXPECT_NE(refused.body.find("Only PDF, PNG, JPEG, XLSX, DOCX and text files are taken."), std::string::npos);
    EXPECT_TRUE(listed(number).empty());
    EXPECT_EQ(upload(number, "a.pdf", agreement, as(Role::Auditor)).status, 403);
    EXPECT_EQ(get("/contracts/" + number + "/attachments/../../book.db", as(Role::Auditor)).status, 404);
    EXPECT_EQ(get("/contracts/" + number + "/attachments/7", as(Role::Auditor)).status, 404);
}

TEST_F(Attachments, TheSameFileTwiceIsOneFile) {
    const auto number = lease("SN-TWICE");
    const auto path = "/api/v1/contracts/" + number + "/attachments?name=a.pdf";
    const auto clerk = as(Role::Clerk);
    const Headers headers{{"content-type", "application/pdf"}, {"x-csrf-token", clerk.csrf}};
    EXPECT_EQ(send("POST", path, clerk, agreement, headers).status, 201);
    EXPECT_EQ(send("POST", path, clerk, agreement, headers).status, 409);
    EXPECT_EQ(listed(number).size(), 1U);
}

TEST_F(Attachments, AFileThatWasChangedOrRemovedIsFound) {
    const auto number = lease("SN-PROOF");
    upload(number, "a.pdf", agreement, as(Role::Clerk));
    const AttachmentFolder folder(app_.config.data);
    EXPECT_TRUE(verify_attachments(*database_, folder).empty());
    const auto hash = listed(number)[0]["sha256"].get<std::string>();
    std::ofstream(stored(hash), std::ios::app) << "!";
    ASSERT_EQ(verify_attachments(*database_, folder).size(), 1U);
    std::filesystem::remove(stored(hash));
    EXPECT_EQ(message(verify_attachments(*database_, folder).front()),
              "The file \"a.pdf\" of lease " + number + " is missing or was changed.");
}

}  // namespace
}  // namespace leasebook::server
