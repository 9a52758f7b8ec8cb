#include "serve/static_site.h"

#include <array>

#include "files/list_names.h"
#include "selfcheck/list_files.h"

namespace selfcheck::cli {
namespace {

constexpr std::size_t kMaxFileSize = std::size_t{256} * 1024 * 1024;

constexpr std::array<std::pair<std::string_view, std::string_view>, 17> kContentTypes{{
    {".html", "text/html; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".mjs", "text/javascript; charset=utf-8"},
    {".json", "application/json"},
    {".map", "application/json"},
    {".webmanifest", "application/manifest+json"},
    {".wasm", "application/wasm"},
    {".bin", "application/octet-stream"},
    {".minisig", "text/plain; charset=utf-8"},
    {".txt", "text/plain; charset=utf-8"},
    {".svg", "image/svg+xml"},
    {".atom", "application/atom+xml"},
    {".waict", "application/waict-integrity-manifest"},
    {".png", "image/png"},
    {".ico", "image/x-icon"},
    {".woff2", "font/woff2"},
}};

std::string_view content_type(const fs::path& file) {
  const std::string extension = file.extension().native();
  for (const auto& [name, type] : kContentTypes) {
    if (extension == name) return type;
  }
  return "application/octet-stream";
}

// Whether a file is named as web/build.mjs names the site's own files: `app-0123456789ab.js`.
bool is_hashed_name(const fs::path& file) {
  constexpr std::size_t kHashDigits = 12;
  const std::string stem = file.stem().native();
  const std::size_t dash = stem.rfind('-');
  if (dash == std::string::npos || stem.size() - dash - 1 != kHashDigits) return false;
  return stem.find_first_not_of("0123456789abcdef", dash + 1) == std::string::npos;
}

// Whether a file never changes, because it is named after its content. A browser that has the engine's script does not
// ask for it again for another worker.
bool is_immutable(const fs::path& file) {
  const std::string name = file.filename().native();
  return is_hashed_name(file) || is_manifest_name(name) || file.extension() == ".waict" ||
         (file.extension() == ".bin" && is_root_name(file.parent_path().filename().native()));
}

bool has_hidden_part(std::string_view path) { return path.find("/.") != std::string_view::npos; }

bool is_below(const fs::path& file, const fs::path& root) {
  const auto relative = file.lexically_relative(root);
  return !relative.empty() && *relative.begin() != "..";
}

SiteResponse not_found() { return {404, "text/plain; charset=utf-8", "Not found\n", {{"Cache-Control", "no-store"}}}; }

SiteResponse redirect(std::string_view path) {
  // The path begins with one slash: two would name another host.
  return {301, "text/plain; charset=utf-8", "", {{"Location", std::string(path) + "/"}}};
}

// This is what web/headers.mjs has, too; a test holds the two equal.
constexpr std::string_view kUnusedFeatures =
    "accelerometer=(), autoplay=(), browsing-topics=(), camera=(), captured-surface-control=(), ch-ua=(), "
    "ch-ua-mobile=(), ch-ua-platform=(), clipboard-read=(), compute-pressure=(), cross-origin-isolated=(), "
    "deferred-fetch=(), deferred-fetch-minimal=(), digital-credentials-create=(), digital-credentials-get=(), "
    "display-capture=(), encrypted-media=(), fullscreen=(), gamepad=(), geolocation=(), gyroscope=(), hid=(), "
    "identity-credentials-get=(), idle-detection=(), keyboard-map=(), language-detector=(), language-model=(), "
    "local-fonts=(), magnetometer=(), microphone=(), midi=(), on-device-speech-recognition=(), otp-credentials=(), "
    "payment=(), picture-in-picture=(), private-state-token-issuance=(), private-state-token-redemption=(), "
    "publickey-credentials-create=(), publickey-credentials-get=(), screen-wake-lock=(), serial=(), "
    "speaker-selection=(), storage-access=(), summarizer=(), sync-xhr=(), translator=(), unload=(), usb=(), "
    "window-management=(), xr-spatial-tracking=()";

// Returns the policy that web/build.mjs has put into the page, or nothing.
std::string_view policy_in(std::string_view page) {
  constexpr std::string_view kBefore = "http-equiv=\"Content-Security-Policy\" content=\"";
  const std::size_t found = page.find(kBefore);
  if (found == std::string_view::npos) return {};
  const std::string_view rest = page.substr(found + kBefore.size());
  return rest.substr(0, rest.find('"'));
}

// Returns the header that names the site's manifest for browsers with WAICT (web/waict.mjs), which is the one file of
// its folder; or nothing.
std::string waict_header(const fs::path& root) {
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(root / "waict", error)) {
    return "max-age=0, mode=report, manifest=\"/waict/" + entry.path().filename().string() + "\"";
  }
  return {};
}

// Adds the page's own policy, with what only a header can say: nobody may frame the page, unless it is the widget. The
// widget has no origin, whoever frames it, and may be on pages that take no other frame.
void add_page_headers(SiteResponse& response, std::string_view name, const fs::path& root) {
  const bool is_widget = name == "widget.html";
  const std::string policy(policy_in(response.body));
  const std::string header_only =
      is_widget ? "sandbox allow-scripts allow-popups allow-popups-to-escape-sandbox" : "frame-ancestors 'none'";
  std::string both = header_only;
  if (!policy.empty()) both = is_widget ? header_only + "; " + policy : policy + "; " + header_only;
  response.headers.emplace_back("Content-Security-Policy", both);
  response.headers.emplace_back(is_widget ? "Cross-Origin-Embedder-Policy" : "Cross-Origin-Opener-Policy",
                                is_widget ? "require-corp" : "same-origin");
  // A page that runs a script may copy what its reader asks for: the site's address, a line to paste. The frame copies
  // nothing.
  const bool may_copy = !is_widget && policy.find("script-src") != std::string::npos;
  response.headers.emplace_back("Permissions-Policy",
                                std::string(kUnusedFeatures) + (may_copy ? "" : ", clipboard-write=()"));
  response.headers.emplace_back("Integrity-Policy", "blocked-destinations=(script)");
  if (!is_widget) {
    response.headers.emplace_back("Origin-Agent-Cluster", "?1");
    // A frame would get no protection from it.
    if (std::string waict = waict_header(root); !waict.empty()) {
      response.headers.emplace_back("Integrity-Policy-WAICT-v1", std::move(waict));
    }
  }
  response.headers.emplace_back("X-DNS-Prefetch-Control", "off");
}

// Returns the policy of a file that is no page: opened by itself, it can load nothing.
std::string_view other_policy(const fs::path& file, std::string_view type) {
  if (type == "image/svg+xml" && is_hashed_name(file)) return "default-src 'none'; style-src 'unsafe-inline'; sandbox";
  // A worker has the policy of its own script's response, not the page's. The one that checks holds the number, and
  // needs no network; the service worker needs nothing at all.
  const bool is_worker = type.starts_with("text/javascript") && file.filename() != "sw.js";
  return is_worker ? "default-src 'none'; script-src 'wasm-unsafe-eval'" : "default-src 'none'";
}

}  // namespace

bool is_compressible(std::string_view content_type) {
  return content_type.starts_with("text/") || content_type == "application/json" || content_type == "image/svg+xml";
}

SiteResponse respond(const fs::path& root, std::string_view path) {
  const bool strange = path.find('\0') != std::string_view::npos || path.find("//") != std::string_view::npos ||
                       path.find('\\') != std::string_view::npos;
  if (!path.starts_with('/') || strange || has_hidden_part(path)) return not_found();
  std::error_code error;
  fs::path file = root / path.substr(1);
  if (fs::is_directory(file, error)) {
    if (!path.ends_with('/')) return fs::exists(file / "index.html", error) ? redirect(path) : not_found();
    file /= "index.html";
  }
  file = fs::canonical(file, error);  // follows symbolic links
  if (error || !is_below(file, root)) return not_found();
  const auto content = read_file(file, kMaxFileSize);
  if (!content) return not_found();

  const std::string_view type = content_type(file);
  SiteResponse response{200, std::string(type), std::string(as_text(*content)), {}};
  response.headers.emplace_back("Cache-Control", is_immutable(file)
                                                     ? "public, max-age=31536000, immutable, no-transform"
                                                     : "no-cache, no-transform");
  if (type.starts_with("text/html")) {
    add_page_headers(response, file.filename().native(), root);
  } else {
    response.headers.emplace_back("Content-Security-Policy", other_policy(file, type));
  }
  return response;
}

}  // namespace selfcheck::cli
