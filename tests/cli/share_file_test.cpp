// A share file that was sealed can be opened again, and no other file can.
#include "share/share_file.h"

#include <gtest/gtest.h>
#include <sodium.h>

#include <functional>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "base/failure.h"
#include "share/deal.h"

namespace selfcheck::cli {
namespace {

constexpr Timestamp kEnd = 1'800'000'000;

struct Key {
  voprf::Scalar k;
  voprf::Dealt dealt;
};

Key deal_key(std::uint32_t threshold, std::uint32_t count) {
  Key key;
  key.k = new_key();
  std::vector<voprf::Scalar> coefficients;
  for (std::uint32_t i = 1; i < threshold; ++i) coefficients.push_back(new_key());
  key.dealt = *voprf::deal(key.k, coefficients, count);
  return key;
}

std::string sealed(const Key& key, std::uint32_t index, std::string_view password = {}) {
  return seal_share({.index = index, .key = key.dealt.key, .not_after = kEnd},
                    index == 0 ? key.k : key.dealt.shares[index - 1], password);
}

bool is_equal(const voprf::Scalar& a, const voprf::Scalar& b) {
  return std::equal(a.span().begin(), a.span().end(), b.span().begin());
}

using Document = nlohmann::ordered_json;

// What becomes of a share file: it can't be read, or it can be read but not opened, or it can be opened.
enum class Outcome { refused, unopened, opened };
Outcome outcome(std::string_view text, std::string_view password = {}) {
  std::optional<SealedShare> share;
  try {
    share = parse_share(as_bytes(text));
  } catch (const Failure&) {
    return Outcome::refused;
  }
  try {
    static_cast<void>(open_share(*share, password));
  } catch (const Failure&) {
    return Outcome::unopened;
  }
  return Outcome::opened;
}

TEST(ShareFile, WhatIsSealedIsOpened) {
  const Key key = deal_key(2, 3);
  for (std::uint32_t index = 0; index <= 3; ++index) {
    const SealedShare share = parse_share(as_bytes(sealed(key, index)));
    EXPECT_EQ(share.description.index, index);
    EXPECT_EQ(share.description.key, key.dealt.key);
    EXPECT_EQ(share.description.not_after, kEnd);
    EXPECT_FALSE(needs_password(share));
    EXPECT_TRUE(is_equal(open_share(share, {}), index == 0 ? key.k : key.dealt.shares[index - 1]));
  }
  // The same share, sealed twice, gives two different files.
  EXPECT_NE(sealed(key, 1), sealed(key, 1));
}

// The vector is in docs/FORMAT.md section 17.
TEST(ShareFile, OpensTheFormatsVector) {
  const std::string text = R"({
    "format": "selfcheck-share/1",
    "index": 1,
    "n": 3,
    "commitments": ["cebffa8f762099dd3d14c222dc0d30a29be3b61a5a36b7a254f834be76826076",
                    "3895c58680af324576d75b0ed25fc38f1276e0aa0e320cb8518a058af8fecd72"],
    "not_after": "2027-10-01T00:00:00Z",
    "salt": "000102030405060708090a0b0c0d0e0f",
    "ops": 1,
    "mem_kib": 16,
    "nonce": "444444444444444444444444444444444444444444444444",
    "box": "c250c24c0e53e9083a03c67dd755ba016a2ee638ee699d4b7d182f306e08bd50bb6971b3fcb2a22f49f0c7988a8d204d"
  })";
  EXPECT_EQ(outcome(text, "a password"), Outcome::opened);
  EXPECT_EQ(outcome(text, "another"), Outcome::unopened);
}

TEST(ShareFile, OnlyTheRightPasswordOpensIt) {
  const Key key = deal_key(1, 1);
  const std::string text = sealed(key, 1, "correct horse");
  const SealedShare share = parse_share(as_bytes(text));
  EXPECT_TRUE(needs_password(share));
  EXPECT_EQ(share.cost.ops, 4U);
  EXPECT_EQ(share.cost.mem_kib, 256U * 1024);
  EXPECT_EQ(outcome(text, "correct horse"), Outcome::opened);
  EXPECT_EQ(outcome(text, "correct hors"), Outcome::unopened);
}

TEST(ShareFile, WhatItSaysInClearIsBoundToTheShare) {
  const Key key = deal_key(2, 3), other = deal_key(2, 3);
  const auto changed = [&](const std::function<void(Document&)>& change) {
    Document document = Document::parse(sealed(key, 1));
    change(document);
    return outcome(document.dump());
  };
  EXPECT_EQ(changed([](Document&) {}), Outcome::opened);
  EXPECT_EQ(changed([](Document& d) { d["index"] = 2; }), Outcome::unopened);
  EXPECT_EQ(changed([](Document& d) { d["index"] = 0; }), Outcome::unopened);
  EXPECT_EQ(changed([](Document& d) { d["n"] = 4; }), Outcome::unopened);
  EXPECT_EQ(changed([](Document& d) { d["not_after"] = "2028-01-01T00:00:00Z"; }), Outcome::unopened);
  EXPECT_EQ(changed([](Document& d) { d["ops"] = 2; }), Outcome::unopened);
  EXPECT_EQ(changed([](Document& d) { d["mem_kib"] = 16; }), Outcome::unopened);
  EXPECT_EQ(changed([](Document& d) { d["commitments"].erase(1); }), Outcome::unopened);
  EXPECT_EQ(changed([&](Document& d) { d["commitments"][1] = to_hex(other.dealt.key.commitments[1]); }),
            Outcome::unopened);
  for (const char* name : {"salt", "nonce", "box"}) {
    EXPECT_EQ(changed([&](Document& d) {
                std::string hex = d[name];
                hex[5] = hex[5] == '0' ? '1' : '0';
                d[name] = hex;
              }),
              Outcome::unopened)
        << name;
  }
}

TEST(ShareFile, WhatIsNoShareFileIsRefused) {
  const Key key = deal_key(2, 3);
  const std::string text = sealed(key, 1);
  const auto changed = [&](const std::function<void(Document&)>& change) {
    Document document = Document::parse(text);
    change(document);
    return outcome(document.dump());
  };
  for (const char* name :
       {"format", "index", "n", "commitments", "not_after", "salt", "ops", "mem_kib", "nonce", "box"}) {
    EXPECT_EQ(changed([&](Document& d) { d.erase(name); }), Outcome::refused) << name;
    EXPECT_EQ(changed([&](Document& d) { d[name] = nullptr; }), Outcome::refused) << name;
  }
  EXPECT_EQ(changed([](Document& d) { d["format"] = "selfcheck-share/2"; }), Outcome::refused);
  EXPECT_EQ(changed([](Document& d) { d["index"] = 4; }), Outcome::refused);
  EXPECT_EQ(changed([](Document& d) { d["n"] = 8; }), Outcome::refused);
  EXPECT_EQ(changed([](Document& d) { d["n"] = 1; }), Outcome::refused);  // Two evaluators are needed.
  EXPECT_EQ(changed([](Document& d) { d["commitments"] = Document::array(); }), Outcome::refused);
  EXPECT_EQ(changed([](Document& d) { d["commitments"][0] = std::string(64, '0'); }), Outcome::refused);
  EXPECT_EQ(changed([](Document& d) { d["commitments"][0] = std::string(64, 'f'); }), Outcome::refused);
  EXPECT_EQ(changed([](Document& d) { d["not_after"] = "2027-02-30T00:00:00Z"; }), Outcome::refused);
  EXPECT_EQ(changed([](Document& d) { d["box"] = "00"; }), Outcome::refused);
  // Costs out of range are refused, because a high one would take the whole machine of whoever opens the file.
  EXPECT_EQ(changed([](Document& d) { d["mem_kib"] = 1024 * 1024 + 1; }), Outcome::refused);
  EXPECT_EQ(changed([](Document& d) { d["mem_kib"] = 7; }), Outcome::refused);
  EXPECT_EQ(changed([](Document& d) { d["ops"] = 17; }), Outcome::refused);
  EXPECT_EQ(changed([](Document& d) { d["ops"] = 0; }), Outcome::refused);
  EXPECT_EQ(outcome(text + "{}"), Outcome::refused);
  EXPECT_EQ(outcome("\xef\xbb\xbf" + text), Outcome::refused);
  EXPECT_EQ(outcome("{\"format\": \"selfcheck-share/1\"," + text.substr(1)), Outcome::refused);
  EXPECT_EQ(outcome(text + std::string(kMaxShareSize, ' ')), Outcome::refused);
}

// If a dealer cheats or errs, the box holds something else than f(i).
TEST(ShareFile, AShareThatIsNoneOfItsKeyIsNotUsed) {
  const Key key = deal_key(2, 3);
  const SealedShare share = parse_share(as_bytes(sealed(key, 1)));
  ByteArray<32> box_key{};
  ASSERT_EQ(
      crypto_pwhash(box_key.data(), box_key.size(), "", 0, share.salt.data(), 1, 8192, crypto_pwhash_ALG_ARGON2ID13),
      0);
  Bytes clear(kShareFormat.begin(), kShareFormat.end());
  clear.insert(clear.end(), {1, 3, 2});
  for (const auto& commitment : key.dealt.key.commitments)
    clear.insert(clear.end(), commitment.begin(), commitment.end());
  const std::string end = format_timestamp(kEnd);
  clear.insert(clear.end(), end.begin(), end.end());
  const auto with = [&](std::span<const std::uint8_t> secret) {
    SealedShare forged = share;
    crypto_aead_xchacha20poly1305_ietf_encrypt(forged.box.data(), nullptr, secret.data(), secret.size(), clear.data(),
                                               clear.size(), nullptr, forged.nonce.data(), box_key.data());
    return forged;
  };
  EXPECT_TRUE(is_equal(open_share(with(key.dealt.shares[0].span()), {}), key.dealt.shares[0]));
  EXPECT_THROW(static_cast<void>(open_share(with(key.dealt.shares[1].span()), {})), Failure);
  EXPECT_THROW(static_cast<void>(open_share(with(ByteArray<32>{}), {})), Failure);
  ByteArray<32> too_large{};
  too_large.fill(0xff);
  EXPECT_THROW(static_cast<void>(open_share(with(too_large), {})), Failure);
}

}  // namespace
}  // namespace selfcheck::cli
