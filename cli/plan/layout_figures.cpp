#include "plan/layout_figures.h"

#include <fmt/format.h>

#include <cstdio>

#include "base/wording.h"
#include "selfcheck/anonymity.h"
#include "selfcheck/manifest.h"

namespace selfcheck::cli {

std::uint64_t LayoutFigures::buckets() const { return std::uint64_t{1} << layout.bits; }

std::uint64_t LayoutFigures::bucket_file_size() const {
  Manifest manifest;
  manifest.bits = layout.bits;
  manifest.values = layout.values;
  return manifest.bucket_file_size();
}

std::uint64_t LayoutFigures::total_size() const { return buckets() * bucket_file_size(); }

bool LayoutFigures::fetched_whole() const { return layout.bits == 0 || total_size() <= kFetchedWholeBytes; }

double LayoutFigures::coincidence() const { return coincidence_probability(kind, entries, layout.values.p); }

void print(const LayoutFigures& figures) {
  const Layout& layout = figures.layout;
  fmt::print("  entries           {}\n", grouped(figures.entries));
  fmt::print("  buckets           {} (bits = {}), {} each, {} in all\n", grouped(figures.buckets()), layout.bits,
             byte_size(figures.bucket_file_size()), byte_size(figures.total_size()));
  if (layout.bits == 0) {
    fmt::print("  anonymity         complete: with a single bucket a check reveals nothing about the number\n");
  } else if (figures.fetched_whole()) {
    fmt::print("  anonymity         complete: every check fetches the same files, whatever the number\n");
  } else {
    fmt::print("  anonymity         a check's request is shared by {} numbers in use\n",
               grouped(anonymity_set(figures.kind, layout.bits)));
  }
  if (figures.layout.bits != 0) {
    fmt::print("  a check fetches   {}\n",
               figures.fetched_whole() ? "every bucket, as every check of a list of at most 100 kB in all does"
                                       : "one bucket; of a list of at most 100 kB in all it would be every one");
  }
  fmt::print("  coincidence       {} of \"found\" answers (p = {})\n", percent(figures.coincidence()), layout.values.p);
}

Json to_json(const LayoutFigures& figures) {
  return {{"entries", figures.entries},
          {"bits", figures.layout.bits},
          {"buckets", figures.buckets()},
          {"bucket_file_bytes", figures.bucket_file_size()},
          {"total_bytes", figures.total_size()},
          {"anonymity_set", anonymity_set(figures.kind, figures.layout.bits)},
          {"fetched_whole", figures.fetched_whole()},
          {"p", figures.layout.values.p},
          {"coincidence", figures.coincidence()}};
}

}  // namespace selfcheck::cli
