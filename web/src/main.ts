// The site's page.

import { startPage } from './start.js';

startPage();
