#include <gtest/gtest.h>

#include <string>

#include "server/http/multipart.h"

using namespace leasebook;
using namespace leasebook::server;

namespace {

const std::string type = "multipart/form-data; boundary=----x1";

std::string part(const std::string& head, const std::string& bytes) {
    return "------x1\r\n" + head + "\r\n\r\n" + bytes + "\r\n";
}
std::string named(const std::string& name, const std::string& bytes) {
    return part("Content-Disposition: form-data; name=\"" + name + "\"", bytes);
}
const std::string closing = "------x1--\r\n";

TEST(Multipart, GivesNamesFilesAndBytes) {
    std::string bytes = "a,b\r\n--\r\n----x1\n";
    bytes += '\0';
    const std::string body =
        named("kind", "lessees") +
        part(
            "Content-Disposition: form-data; name=\"file\"; filename=\"C:\\data\\\xE5\x90\x88 %22a%22.csv\"\r\n"
            "Content-Type: text/csv",
            bytes) +
        named("empty", "") + closing;
    const auto parts = parse_multipart(type, body);
    ASSERT_TRUE(parts) << message(parts.error());
    ASSERT_EQ(parts->size(), 3U);
    EXPECT_EQ((*parts)[0].name, "kind");
    EXPECT_EQ((*parts)[0].bytes, "lessees");
    EXPECT_FALSE((*parts)[0].filename);
    EXPECT_EQ((*parts)[1].filename, "\xE5\x90\x88 \"a\".csv");
    EXPECT_EQ((*parts)[1].content_type, "text/csv");
    EXPECT_EQ((*parts)[1].bytes, bytes);
    EXPECT_EQ((*parts)[2].bytes, "");
}

TEST(Multipart, AcceptsAQuotedBoundaryAndAnEmptyForm) {
    EXPECT_TRUE(is_multipart("Multipart/Form-Data; boundary=x"));
    EXPECT_FALSE(is_multipart("multipart/mixed; boundary=x"));
    const auto parts = parse_multipart("multipart/form-data; charset=utf-8; boundary=\"----x1\"", closing);
    ASSERT_TRUE(parts);
    EXPECT_TRUE(parts->empty());
}

TEST(Multipart, IsRefusedWithoutAUsableBoundary) {
    const std::string body = named("a", "1") + closing;
    for (const std::string bad :
         {"multipart/form-data", "multipart/form-data; boundary=", "text/plain; boundary=----x1",
          "multipart/form-data; boundary=----x1; boundary=----x1", "multipart/form-data; boundary=a b",
          "multipart/form-data; boundary=a\"b"})
        EXPECT_FALSE(parse_multipart(bad, body)) << bad;
    EXPECT_FALSE(parse_multipart("multipart/form-data; boundary=" + std::string(71, 'x'), body));
}

TEST(Multipart, IsRefusedWhenCutAnywhere) {
    const std::string body =
        named("a", "1") + part("Content-Disposition: form-data; name=\"f\"; filename=\"f\"", "data") + "------x1--";
    ASSERT_TRUE(parse_multipart(type, body));
    for (std::size_t size = 0; size < body.size(); ++size)
        EXPECT_FALSE(parse_multipart(type, body.substr(0, size))) << size;
}

TEST(Multipart, IsRefusedWithTextAroundItsParts) {
    EXPECT_FALSE(parse_multipart(type, "preamble\r\n" + named("a", "1") + closing));
    EXPECT_FALSE(parse_multipart(type, named("a", "1") + closing + "epilogue"));
    EXPECT_FALSE(parse_multipart(type, named("a", "1") + "------x1 \r\n" + closing));
}

TEST(Multipart, IsRefusedWithAMalformedPartHead) {
    for (const std::string head :
         {"", "Content-Type: text/plain", "Content-Disposition: form-data",
          "Content-Disposition: attachment; name=\"a\"", "Content-Disposition: form-data; name=a",
          "Content-Disposition: form-data; name=\"\"", "Content-Disposition: form-data; name=\"a",
          "Content-Disposition: form-data; name=\"a\"; name=\"b\"",
          "Content-Disposition: form-data; name=\"a\" filename=\"b\"", "Content-Disposition: form-data; name=\"a\xFF\"",
          "Content-Disposition: form-data; name=\"a\"; filename*=UTF-8''b",
          "Content-Disposition: form-data; name=\"a\"\r\nContent-Transfer-Encoding: base64",
          "Content-Disposition: form-data; name=\"a\"\r\nContent-Disposition: form-data; name=\"a\"",
          "Content-Disposition: form-data; name=\"a\nb\"", "no colon"})
        EXPECT_FALSE(parse_multipart(type, part(head, "1") + closing)) << head;
}

TEST(Multipart, IsRefusedBeyondItsLimits) {
    const MultipartLimits limits{.parts = 2, .part_head = 200, .name = 10, .filename = 10};
    EXPECT_TRUE(parse_multipart(type, named("a", "1") + named("b", "2") + closing, limits));
    const auto three = parse_multipart(type, named("a", "1") + named("b", "2") + named("c", "3") + closing, limits);
    ASSERT_FALSE(three);
    EXPECT_EQ(message(three.error()), "The uploaded form has more than 2 parts.");
    EXPECT_FALSE(parse_multipart(type, named("12345678901", "1") + closing, limits));
    EXPECT_FALSE(parse_multipart(
        type, part("Content-Disposition: form-data; name=\"a\"; filename=\"12345678901\"", "") + closing, limits));
    EXPECT_FALSE(parse_multipart(
        type,
        part("Content-Disposition: form-data; name=\"a\"\r\nContent-Type: " + std::string(200, 'x'), "") + closing,
        limits));
}

}  // namespace
